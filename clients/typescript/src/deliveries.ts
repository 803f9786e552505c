const window = 5 * 60_000;

/** A grant that the platform posts to the URL of its reward, or that one was taken back. `id`, its Idempotency-Key, must have its effect once. */
export interface GrantDelivery {
  readonly type: "reward.granted" | "reward.revoked";
  readonly id: string;
  readonly grantId: string;
  readonly requestId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly reward: {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly points?: number;
    readonly itemId?: string;
    readonly quantity?: number;
    readonly couponCode?: string;
    readonly expiry?: string;
    readonly badgeId?: string;
  };
  readonly at: string;
}

/**
 * Verifies what the platform posts to the URL of a reward: that it knows the secret, and that it is of now.
 *
 * @param timestamp the header X-Webhook-Timestamp
 * @param signature the header X-Webhook-Signature
 * @param body as it came, byte for byte
 * @returns null when it does not hold: answer 401 and do nothing
 */
export async function readDelivery(
  secret: string, timestamp: string | null | undefined, signature: string | null | undefined, body: Uint8Array, now = Date.now(),
): Promise<GrantDelivery | null> {
  if (!/^\d{1,19}$/.test(timestamp ?? "") || !/^[0-9a-f]{64}$/i.test(signature ?? "") || Math.abs(now - Number(timestamp)) > window) {
    return null;
  }

  const utf8 = new TextEncoder();
  const stamp = utf8.encode(`${timestamp}.`);
  const signed = new Uint8Array(stamp.length + body.length);
  signed.set(stamp);
  signed.set(body, stamp.length);
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const given = Uint8Array.from(signature!.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return (await crypto.subtle.verify("HMAC", key, given, signed)) ? (JSON.parse(new TextDecoder().decode(body)) as GrantDelivery) : null;
}
