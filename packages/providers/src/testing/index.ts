export { type AccountsScene, accountsContract, accountsLife } from './accounts-contract.ts';
export { providerContract } from './contract.ts';
export type {
  ExpectedCall,
  OAuthSamples,
  OperationSample,
  ProviderSamples,
  RecordedCall,
  SampleReply,
} from './samples.ts';
export { type Answer, silence, standIn } from './stand-in.ts';
