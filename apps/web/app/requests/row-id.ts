/** The id of a row's link, so that a drawer can give the focus back to it. */
export const rowId = ({ id }: { id: string }): string => `request-${id}`;
