/** Where the Patchbay is and the key to it; exits when one is missing. */
export function environment(): { url: string; apiKey: string } {
  const { PATCHBAY_URL: url, PATCHBAY_API_KEY: apiKey } = process.env;
  if (url !== undefined && apiKey !== undefined) return { url, apiKey };
  console.error('Set PATCHBAY_URL and PATCHBAY_API_KEY.');
  process.exit(78);
}
