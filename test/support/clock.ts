
/** The clock of this process: it runs at normal speed, and can be advanced. */
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
