import { transferHandlers } from 'comlink';
import { DeskFault } from './fault';

/**
 * Makes faults keep their code on the way out of the worker; comlink by itself carries an error's message only. Both
 * ends call this once; the worker's also says what to do when a crash goes by.
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
