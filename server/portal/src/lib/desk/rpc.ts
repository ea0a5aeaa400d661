import { transferHandlers } from 'comlink';
import { DeskFault } from './fault';

/**
 * Lets faults keep their code when they leave the worker, because comlink transfers only an error's message. Both ends
 * call this once. The worker's end also passes a handler for crashes.
 */
export function faultsTravel(crashed?: () => void): void {
  const own = transferHandlers.get('throw');
  if (!own) throw new Error('comlink no longer has a handler for what is thrown');
  transferHandlers.set('throw', {
    canHandle: own.canHandle,
    serialize: (thrown: unknown) => {
      const { code, title } = DeskFault.from((thrown as { value: unknown }).value);
      if (code === DeskFault.crashed) crashed?.();
      return [{ code, title }, []];
    },
    deserialize: (fault: { code: string; title: string }) => {
      throw new DeskFault(fault.code, fault.title);
    },
  });
}
