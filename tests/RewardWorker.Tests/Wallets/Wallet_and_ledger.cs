using Contracts;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Wallets;
using Documents.Pools;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;
using RewardWorker.Wallets;

namespace RewardWorker.Tests.Wallets;

public sealed class Wallet_and_ledger : IAsyncLifetime
{
    private static readonly DateTimeOffset Expiry = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Guid user = Guid.NewGuid();
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    public static TheoryData<RewardType> Kinds => [.. Enum.GetValues<RewardType>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wallet_shows_every_kind(RewardType kind)
    {
        var value = RewardValue.Of(new RewardFields(kind, 7, "sword", 2, "HELLO", Expiry, "pioneer"));
        var grant = Grant.Of(Some.Order(Some.Reward(value), user), null, null, null, Expiry);

        var wallet = Wallet.Of([grant]);

        (Math.Sign(wallet.Points) + wallet.Items.Count + wallet.Coupons.Count + wallet.Badges.Count).ShouldBe(1);
    }

    [Fact]
    public async Task A_wallet_is_empty_when_nothing_was_granted()
    {
        await Give(Some.Points(), Guid.NewGuid());

        var wallet = await worker.Ask<GetWallet, WalletDetails>(new GetWallet(user));

        (wallet.Points, wallet.Items.Count, wallet.Coupons.Count, wallet.Badges.Count).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task A_wallet_adds_up_what_was_granted()
    {
        foreach (var reward in new[]
        {
            Some.Points(100), Some.Points(1_000_000_000), Some.Item("sword", 2), Some.Item("shield", 1), Some.Item("sword", 3),
            Some.Coupon("HELLO"), Some.Badge("pioneer"), Some.Badge("pioneer"),
        })
        {
            await Give(reward, user);
        }

        var wallet = await worker.Ask<GetWallet, WalletDetails>(new GetWallet(user));

        wallet.Points.ShouldBe(1_000_000_100);
        wallet.Items.ShouldBe([new WalletItem("shield", 1), new WalletItem("sword", 5)]);
        wallet.Coupons.ShouldBe([new WalletCoupon("HELLO", Expiry)]);
        wallet.Badges.ShouldBe(["pioneer"]);
    }

    [Fact]
    public async Task A_wallet_leaves_out_what_was_taken_back()
    {
        await Give(Some.Badge("pioneer"), user);
        foreach (var reward in new[] { Some.Points(100), Some.Item(), Some.Coupon("HELLO"), Some.Badge("pioneer"), Some.Badge("king") })
        {
            await worker.TakeBack(await Give(reward, user));
        }

        var wallet = await worker.Ask<GetWallet, WalletDetails>(new GetWallet(user));

        (wallet.Points, wallet.Items.Count, wallet.Coupons.Count).ShouldBe((0, 0, 0));
        wallet.Badges.ShouldBe(["pioneer"]);
    }

    [Fact]
    public async Task A_wallet_adds_up_a_ledger_of_many_pages()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_050).Select(_ => Give(Some.Points(1), user)));

        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(user))).Points.ShouldBe(2_050);
    }

    [Fact]
    public async Task A_wallet_of_many_coupons_looks_at_their_requests_together_and_shows_those_that_cannot_fail_any_more()
    {
        var list = Some.CouponList(500);
        foreach (var n in Enumerable.Range(0, 503))
        {
            var order = Some.Order(list, user);
            await worker.Grants.Insert(Grant.Of(order, new PoolEntry(n + 1, 1, n, Returning: false, worker.Time.GetUtcNow()), null, $"CODE-{n:D3}", worker.Time.GetUtcNow()));
            if (n is not 500)
            {
                var state = n switch { 501 => "Delivering", 502 => "Failed", _ => "Fulfilled" };
                await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = order.RequestId, CurrentState = state });
            }
        }

        var read = worker.Engine.Reads.Count;
        var wallet = await worker.Ask<GetWallet, WalletDetails>(new GetWallet(user));

        wallet.Coupons.Select(c => c.Code).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 500).Select(n => $"CODE-{n:D3}"));
        worker.Engine.Reads.Count.ShouldBe(read);
    }

    [Fact]
    public async Task A_ledger_is_newest_first_and_paged_and_shows_both_entries()
    {
        var given = new List<GrantOrder>();
        var last = Some.Item(quantity: 7);
        foreach (var reward in new[] { Some.Points(1), Some.Points(2), last })
        {
            given.Add(await Give(reward, user));
            worker.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await worker.TakeBack(given[2]);
        await worker.TakeBack(Some.Order(last));

        var first = await worker.Ask<GetLedger, LedgerPage>(new GetLedger(user, 3, null));
        var second = await worker.Ask<GetLedger, LedgerPage>(new GetLedger(user, 3, first.NextCursor));

        first.Items.Select(e => (e.Type, e.Amount, e.RequestId)).ShouldBe(
            [(RewardType.Item, -7, given[2].RequestId), (RewardType.Item, 7, given[2].RequestId), (RewardType.Point, 2, given[1].RequestId)]);
        first.Items[0].ReversalOf.ShouldBe(first.Items[1].Id);
        second.Items.Select(e => e.Amount).ShouldBe([1]);
        second.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task A_ledger_refuses_a_cursor_that_is_none()
    {
        var answer = await worker.Ask<GetLedger, LedgerPage, Refused>(new GetLedger(user, 20, "nonsense"));

        answer.Is(out MassTransit.Response<Refused>? refused).ShouldBeTrue();
        refused!.Message.Code.ShouldBe("VALIDATION_FAILED");
        refused.Message.Errors!.Keys.ShouldBe(["cursor"]);
    }

    private async Task<GrantOrder> Give(RewardToGrant reward, Guid to)
    {
        var order = Some.Order(reward, to);
        await worker.Grant(order);
        return order;
    }
}
