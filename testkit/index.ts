/** `ketnoi/testkit`: a graph of one's own for each test file. See docs/testkit.md. */
export { aMonthlyReport, anExtensionDecision, anExtensionRequest, aPlan, aReport, aVerification } from './builders';
export type { Answer, AskOptions, Client, GraphError } from './client';
export { startGraph, type Agent, type Graph, type GraphClock, type GraphOptions, type Role } from './graph';
