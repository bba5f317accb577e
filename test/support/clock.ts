
/** The clock of everything in this process: it goes as fast as the real one, and jumps ahead when told to. */
export interface Clock {
  advance(milliseconds: number): void;
}

export function useClock(): Clock {
  const real = Date.now;
  let ahead = 0;
  Date.now = () => real() + ahead;
  afterAll(() => {
    Date.now = real;
  });
  return {
    advance(milliseconds) {
      ahead += milliseconds;
    },
  };
}
