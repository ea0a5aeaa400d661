// Computes the measures of docs/code-measures.md in a checkout: node scripts/code-measures.js [FOLDER]
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? '.';
const skip = new Set(['target', 'node_modules', 'build', 'dist', '.svelte-kit', '.git', 'Generated', 'generated', 'data']);

/** All files below a folder that end in `ext`, by path. */
function files(folder, ext) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return skip.has(entry.name) ? [] : files(name, ext);
    return name.endsWith(ext) ? [name] : [];
  });
}

const read = (name) => readFileSync(join(root, name), 'utf8');

/** Rust source with the contents of comments, strings and characters blanked. Lengths and lines stay the same. */
function blank(source) {
  const literal = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|r(#*)"[\s\S]*?"\1|b?"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\\n]|\\(?:u\{\w+\}|x\w\w|[^\n]))'/g;
  return source.replace(literal, (text) => text.replace(/[^\n]/g, ' '));
}

/** The index after the brace that closes the one at `open`. */
function closing(code, open) {
  for (let depth = 0, at = open; at < code.length; at++) {
    if (code[at] === '{') depth++;
    if (code[at] === '}' && --depth === 0) return at + 1;
  }
  return code.length;
}

/** The source without modules that are only compiled for tests. */
function withoutTests(code) {
  const at = code.search(/#\[cfg\(test\)\]\s*(pub )?mod \w+ \{/);
  if (at < 0) return code;
  const end = closing(code, code.indexOf('{', at));
  return withoutTests(code.slice(0, at) + code.slice(at, end).replace(/[^\n]/g, ' ') + code.slice(end));
}

const isTest = (name) => /(^|\/)(tests|benches|examples|fuzz)(\/|\.rs$)/.test(name);
const rust = files('', '.rs');
const sources = rust.filter((name) => !isTest(name));

/** Functions with their first line, lines and body. */
function functions(code) {
  return [...code.matchAll(/\bfn (\w+)/g)].flatMap((match) => {
    const rest = code.slice(match.index);
    const end = rest.search(/[{;]/);
    if (end < 0 || rest[end] === ';') return [];
    const open = match.index + end;
    const close = closing(code, open);
    const body = code.slice(open + 1, close - 1).trim();
    return [{ name: match[1], at: match.index, lines: code.slice(match.index, close).split('\n').length, body }];
  });
}

const long = (names) => names.flatMap((name) => functions(blank(read(name))).filter((one) => one.lines > 60)).length;

const docs = rust.flatMap((name) => read(name).match(/^\s*\/\/\/(?!\/).*$/gm) ?? []);
const words = (line) => line.replace(/^\s*\/\/\//, '').trim().split(/\s+/).filter(Boolean).length;
const short = docs.filter((line) => words(line) > 0 && words(line) <= 3);

/** Modules at a crate's root that use each other in a cycle, directly or through others. */
function circles(crate) {
  const folder = `${crate}/src`;
  const own = sources.filter((name) => name.startsWith(`${folder}/`) && !/\/(main|lib)\.rs$/.test(name));
  const main = ['lib.rs', 'main.rs'].map((name) => `${folder}/${name}`).find((name) => existsSync(join(root, name)));
  const module = (name) => name.slice(folder.length + 1).split('/')[0].replace(/\.rs$/, '');
  const modules = new Set(own.map(module));
  const exported = new Map();
  for (const [, from, list] of blank(read(main)).matchAll(/pub use (?:self::)?(\w+)::([^;]+);/g))
    for (const name of list.match(/\w+/g)) exported.set(name, from);
  const uses = new Map([...modules].map((one) => [one, new Set()]));
  for (const name of own) {
    const from = module(name);
    const code = withoutTests(blank(read(name)));
    const depth = name.slice(folder.length + 1).split('/').length;
    const prefix = depth === 1 || (depth === 2 && name.endsWith('/mod.rs')) ? '(?:crate|super)' : 'crate';
    const add = (word) => {
      const to = modules.has(word) ? word : exported.get(word);
      if (to && to !== from && modules.has(to)) uses.get(from).add(to);
    };
    for (const [, word] of code.matchAll(new RegExp(`\\b${prefix}::(\\w+)`, 'g'))) add(word);
    for (const [, list] of code.matchAll(new RegExp(`\\b${prefix}::\\{([^;]*)\\}`, 'g')))
      for (const [word] of list.matchAll(/(?<![:\w])\w+/g)) add(word);
  }
  const reach = (from, seen = new Set()) => {
    for (const to of uses.get(from)) if (!seen.has(to)) reach(to, seen.add(to));
    return seen;
  };
  return [...modules].filter((one) => reach(one).has(one));
}

/** Methods in `impl` blocks of a type, and those whose body `forward` recognizes as one call. */
function methods(names, type, forward) {
  let [all, passed, lines] = [0, 0, 0];
  for (const name of names) {
    const code = withoutTests(blank(read(name)));
    for (const block of code.matchAll(new RegExp(`\\bimpl ${type} \\{`, 'g'))) {
      const open = block.index + block[0].length - 1;
      const body = code.slice(open, closing(code, open));
      for (const one of functions(body)) {
        if (!/pub (async )?$/.test(body.slice(0, one.at))) continue;
        all++;
        if (forward?.(one)) [passed, lines] = [passed + 1, lines + one.lines];
      }
    }
  }
  return { all, passed, lines };
}

const core = sources.filter((name) => name.startsWith('mobile-core/src/'));
const inner = core.filter((name) => !name.includes('/ffi/'));
/** The handles that `phone.rs` declares, and the public methods of each. */
const handles = [...read('mobile-core/src/phone.rs').matchAll(/^    \w+: (\w+);$/gm)].map(([, name]) => name);
const ofHandles = handles.map((name) => methods(inner, `${name}<'_>`).all);
const ofPhone = methods(inner, 'Phone').all;
const ffi = methods(
  core.filter((name) => name.includes('/ffi/')),
  'PhoneCore',
  ({ body }) => /^[^;]*self\.phone\s*\.\w+\([^;]*;?$/.test(body),
);
const kotlin = files('bindings/kotlin/src/main', '.kt').map(read).join('\n');
const forwards = [...kotlin.matchAll(/public suspend fun \w+\([^{]*?=\s*ask\w* \{\s*\w+\([^{}]*\}/g)].length;
const aliases = (kotlin.match(/^public typealias /gm) ?? []).length;

for (const [what, count] of [
  ['public methods of Phone', ofPhone],
  ['public methods of its handles', ofHandles.reduce((sum, count) => sum + count, 0)],
  ['of them, of the largest handle', Math.max(0, ...ofHandles)],
  ['public methods of PhoneCore', ffi.all],
  ['of them, only passing a call on', ffi.passed],
  ['lines of these', ffi.lines],
  ['Kotlin functions that only pass a call on', forwards],
  ['Kotlin type aliases', aliases],
  ['root modules in circles, mobile-core', circles('mobile-core')],
  ['root modules in circles, server', circles('server')],
  ['root modules in circles, journal', circles('journal')],
  ['root modules in circles, desk', circles('bindings/web')],
  ['root modules in circles, casebook', circles('bindings/web/casebook')],
  ['functions over 60 lines, product', long(sources)],
  ['functions over 60 lines, with tests, benches and examples', long(rust)],
  ['lines of doc comments', docs.length],
  ['of them, three words or fewer', short.length],
])
  console.log(`${what}: ${Array.isArray(count) ? `${count.length} ${count.join(' ')}` : count}`);
