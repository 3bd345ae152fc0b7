export { ackEvents as ack, pullEvents as events } from './pull.ts';
