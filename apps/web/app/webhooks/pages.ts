type Params = Readonly<Record<string, string | undefined>>;

export const subscriptionPage = ({ org, subscription }: Params): string =>
  `/o/${org}/webhooks/subscriptions/${subscription}`;

export const deadLettersPage = ({ org }: Params): string => `/o/${org}/webhooks/dead-letters`;
