// Writes down which sentences each page can say, so that a page in another language carries those and no others.
import type { Plugin, Rolldown } from 'vite';

type Node = { type: string; [part: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The Dutch sentences in `t('...')` and `tn('...', '...', n)`, anywhere below a node. */
function* saidIn(node: Node): Generator<string> {
  const callee = node.type === 'CallExpression' ? (node.callee as { name?: string }).name : undefined;
  const forms = { t: 1, tn: 2 }[callee ?? ''] ?? 0;
  for (const { value } of ((node.arguments ?? []) as { value?: unknown }[]).slice(0, forms)) if (typeof value === 'string') yield value;
  for (const part of Object.values(node).flat()) if (isNode(part)) yield* saidIn(part);
}

export function sentences(): Plugin {
  return {
    name: 'sentences',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = new Map(Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
      const reach = (name: string, seen: Set<string>): Set<string> => {
        const chunk = chunks.get(name);
        if (!chunk || seen.has(name)) return seen;
        seen.add(name);
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next, seen);
        return seen;
      };
      const said = (chunk: Rolldown.OutputChunk) => {
        const modules = [...reach(chunk.fileName, new Set())].flatMap((name) => chunks.get(name)?.moduleIds ?? []);
        return modules.flatMap((id) => [...saidIn(this.parse(this.getModuleInfo(id)?.code ?? '') as unknown as Node)]);
      };
      const pages = [...chunks.values()].filter((chunk) => chunk.isEntry).map((chunk) => [chunk.name, [...new Set(said(chunk))].sort()]);
      this.emitFile({ type: 'asset', fileName: '.vite/sentences.json', source: JSON.stringify(Object.fromEntries(pages)) });
    },
  };
}
