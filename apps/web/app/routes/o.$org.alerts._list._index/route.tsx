/** The list alone, with no alert opened over it. */
export default function NoAlertOpened() {
  return null;
}
