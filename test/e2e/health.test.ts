import { useSwitchboard } from '../support/switchboard.js';

const parts = useSwitchboard({ calls: 0 });

test.each(['live', 'ready'])('/health/%s answers 200', async (state) => {
  const response = await fetch(new URL(`/health/${state}`, parts.switchboard.url));
  expect(response.status).toBe(200);
});
