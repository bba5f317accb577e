/** Seconds as 1:05 or 1:02:05. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** An amount with all its decimals. Without a currency it is the account's, which the graph does not know. */
export function formatMoney({ amount, currency }: { readonly amount: string; readonly currency: string | null }): string {
  if (currency === null) return amount;
  const decimals = amount.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(undefined, { style: 'currency', currency, minimumFractionDigits: decimals, maximumFractionDigits: Math.max(2, decimals) }).format(Number(amount));
}
