# One image a service, each with the adapters of PostgreSQL and MongoDB: docker build --build-arg SERVICE=Gateway .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG SERVICE
WORKDIR /src

# What a restore depends on comes first, so that a change of code does not restore again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Contracts/Contracts.csproj Contracts/
COPY kit/Messages/Messages.csproj kit/Messages/
COPY kit/Texts/Texts.csproj kit/Texts/
COPY kit/Hosting/Hosting.csproj kit/Hosting/
COPY kit/Documents/Documents.csproj kit/Documents/
COPY kit/Documents.Sqlite/Documents.Sqlite.csproj kit/Documents.Sqlite/
COPY kit/Documents.PostgreSql/Documents.PostgreSql.csproj kit/Documents.PostgreSql/
COPY kit/Documents.MongoDb/Documents.MongoDb.csproj kit/Documents.MongoDb/
COPY kit/Storage/Storage.csproj kit/Storage/
COPY kit/Bus/Bus.csproj kit/Bus/
COPY kit/Sessions/Sessions.csproj kit/Sessions/
COPY kit/Http/Http.csproj kit/Http/
COPY Gateway/Gateway.csproj Gateway/
COPY AuthService/AuthService.csproj AuthService/
COPY EventService/EventService.csproj EventService/
COPY RewardWorker/RewardWorker.csproj RewardWorker/
COPY LiveService/LiveService.csproj LiveService/
COPY CampaignService/CampaignService.csproj CampaignService/
COPY clients/dotnet/Messaging.Client.csproj clients/dotnet/
COPY Console/Console.csproj Console/
RUN dotnet restore "$SERVICE/$SERVICE.csproj"

COPY Contracts/ Contracts/
COPY kit/ kit/
COPY Gateway/ Gateway/
COPY AuthService/ AuthService/
COPY EventService/ EventService/
COPY RewardWorker/ RewardWorker/
COPY LiveService/ LiveService/
COPY CampaignService/ CampaignService/
COPY clients/dotnet/ clients/dotnet/
COPY Console/ Console/
RUN dotnet publish "$SERVICE/$SERVICE.csproj" -c Release --no-restore -p:UseAppHost=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG SERVICE
ENV SERVICE=$SERVICE \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=build /app .

# Where a volume may be for what is written to files.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
EXPOSE 8080

# The image has no curl: the service asks itself.
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=6 \
    CMD dotnet "/app/$SERVICE.dll" --healthcheck http://127.0.0.1:8080/health/ready

# exec: signals reach the service, not the shell.
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet \"/app/$SERVICE.dll\" \"$@\"", "service"]
