// The second WebAssembly module, loaded when a client is opened. The first page does not need it.
import init, { Casebook } from '$pkg/casebook';
import module from '$pkg/casebook_bg.wasm?url';

export async function open(): Promise<Casebook> {
  await init({ module_or_path: new URL(module, self.location.origin) });
  return new Casebook();
}
