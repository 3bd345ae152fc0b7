import type {
  AbilitiesView,
  AccountDetailView,
  AccountOfferView,
  AccountOutcomeView,
  CustomResultView,
} from '@patchbay/services/schemas';

/** One system that people can have accounts in, and whether that is so right now. */
export type IntegrationInfo = AccountOfferView;
/** One person's account, with what can be done to it. */
export type IntegrationAccount = AccountDetailView;
export type AccountAbilities = AbilitiesView;
export type CustomResult = CustomResultView;

/** What became of a change. `secret` is not in the cache: show it now, nobody gets it again. */
export type AccountOutcome<TAccount = IntegrationAccount> = Omit<AccountOutcomeView, 'account'> & {
  /** Null once the account is gone. */
  account: TAccount | null;
};

/** Accounts may be read as a narrower type of the application's own. */
export type AnyAccount = { id: string };
