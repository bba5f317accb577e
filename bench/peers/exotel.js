/** Where Exotel is and how one gets in, for the peers. */
const { EXOTEL_BASE_URL, EXOTEL_ACCOUNT_SID, EXOTEL_API_KEY, EXOTEL_API_TOKEN } = process.env;

export const account = `${EXOTEL_BASE_URL}/v1/Accounts/${EXOTEL_ACCOUNT_SID}`;
export const headers = {
  authorization: `Basic ${Buffer.from(`${EXOTEL_API_KEY}:${EXOTEL_API_TOKEN}`).toString('base64')}`,
};
