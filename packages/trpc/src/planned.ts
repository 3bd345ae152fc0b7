import type { Page } from '@patchbay/core';
import type { PersonVerb, Runtime, Verb } from '@patchbay/services';
import { services } from '@patchbay/services';
import type * as s from '@patchbay/services/schemas';
import type { z } from 'zod';

type Nothing = z.ZodObject<Record<never, never>>;
type One<Output> = Verb<typeof s.IntegrationRef, Output>;

/** The verbs that are being written, by the names they will have. */
type Planned = {
  catalog: {
    list: Verb<typeof s.ListCatalogInput, s.ProviderView[]>;
    get: Verb<typeof s.GetProviderInput, s.ProviderView>;
  };
  integrations: {
    list: Verb<typeof s.ListIntegrationsInput, s.IntegrationView[]>;
    get: One<s.IntegrationDetailView>;
    update: Verb<typeof s.UpdateIntegrationInput, s.IntegrationDetailView>;
    toggle: One<s.IntegrationView>;
    configure: Verb<typeof s.ConfigureIntegrationInput, s.IntegrationDetailView>;
    reconfigure: Verb<typeof s.ConfigureIntegrationInput, s.IntegrationDetailView>;
    test: Verb<typeof s.TestIntegrationInput, s.TestView>;
    remove: One<s.IntegrationDetailView>;
    audit: Verb<typeof s.IntegrationAuditInput, Page<s.AuditView>>;
    health: Verb<typeof s.IntegrationHealthInput, s.HealthHistoryView>;
  };
  members: {
    list: Verb<Nothing, s.MemberView[]>;
    updateRole: Verb<typeof s.UpdateMemberInput, s.MemberView>;
    remove: Verb<typeof s.RemoveMemberInput, void>;
  };
  invitations: {
    list: Verb<Nothing, s.InvitationView[]>;
    create: Verb<typeof s.CreateInvitationInput, s.CreatedInvitationView>;
    cancel: Verb<typeof s.CancelInvitationInput, s.InvitationView>;
    describe(runtime: Runtime, input: { token: string }): Promise<s.InvitationPreview>;
    accept: PersonVerb<typeof s.InvitationTokenInput, s.OrganizationView>;
  };
  keys: {
    list: Verb<Nothing, s.KeyView[]>;
    create: Verb<typeof s.CreateKeyInput, s.CreatedKeyView>;
    revoke: Verb<typeof s.RevokeKeyInput, s.KeyView>;
  };
  organizations: {
    mine: PersonVerb<Nothing, s.OrganizationView[]>;
    create: PersonVerb<typeof s.CreateOrganizationInput, s.OrganizationView>;
    current: Verb<Nothing, s.OrganizationView>;
    update: Verb<typeof s.UpdateOrganizationInput, s.OrganizationView>;
    list: PersonVerb<typeof s.ListOrganizationsInput, Page<s.OrganizationSummary>>;
  };
  audit: {
    list: Verb<typeof s.ListAuditInput, Page<s.AuditView>>;
    verify: Verb<Nothing, s.AuditVerificationView>;
  };
};

export const verbs = services as unknown as Planned;
