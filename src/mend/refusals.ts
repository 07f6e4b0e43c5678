/** Says why a fix was not applied. The other outcomes need no words: a finding that has no fix now is reported. */
export const REFUSALS: Readonly<Record<string, string>> = {
  'breaks syntax': 'the code would no longer be valid Python',
  'still there': 'the finding would still be there',
  'brings another': 'there would be another finding that is as severe',
  'too many rounds': 'it overlaps with too many others; run the command again',
}
