export { deletePerson as delete } from './delete.ts';
export { listPeople as list } from './list.ts';
export { planOwnPerson as planOwn, planPerson as plan } from './plan.ts';
