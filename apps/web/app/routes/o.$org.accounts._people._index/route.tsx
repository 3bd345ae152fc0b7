/** The grid alone, without anybody's drawer. */
export default function NobodyOpen() {
  return null;
}
