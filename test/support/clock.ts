import { afterAll, jest } from '@jest/globals';

/** The clock of everything in this process: it goes as fast as the real one, and jumps ahead when told to. */
export interface Clock {
  advance(milliseconds: number): void;
}

export function useClock(): Clock {
  const real = Date.now.bind(Date);
  let ahead = 0;
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  afterAll(() => spy.mockRestore());
  return {
    advance(milliseconds) {
      ahead += milliseconds;
    },
  };
}
