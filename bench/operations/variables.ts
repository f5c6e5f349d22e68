/** For operations that leave days to whoever asks. */
export const usualVariables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  DueBetween: { from: '2022-03-01', to: '2022-12-31' },
};
