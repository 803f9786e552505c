using MudBlazor;

namespace OperatorsConsole.Shell;

internal static class Theme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    /// <summary>Its colours have a contrast of 4.5 to 1 where they carry words.</summary>
    public static MudTheme Value { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5fbf",
            Secondary = "#5b4b9a",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            TextPrimary = "#1b2330",
            TextSecondary = "#535f70",
            Success = "#1a7340",
            Warning = "#8a5a00",
            Error = "#b3261e",
            LinesDefault = "#dde2e9",
            TableLines = "#dde2e9",
            LinesInputs = "#7b8797",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab4f8",
            PrimaryContrastText = "#0d1420",
            Secondary = "#b9a8f0",
            Background = "#11161d",
            Surface = "#1a212b",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#a4afbf",
            Success = "#6fcf97",
            Warning = "#f0b94d",
            Error = "#f28b82",
            ErrorContrastText = "#0d1420",
            LinesDefault = "#2d3745",
            TableLines = "#2d3745",
            LinesInputs = "#7b8797",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Fonts } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
