import { isIn, pathOf } from './files.mjs';

/**
 * A package may be imported in its rooms only: `{ package, rooms, why }`; a package's subpaths belong with it.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importBelongs = {
  meta: {
    type: 'problem',
    docs: { description: 'packages that have a room of their own are imported there only' },
    messages: { outside: '{{package}} belongs in {{rooms}}: {{why}}' },
    schema: [
      {
        type: 'array',
        items: {
          type: 'object',
          required: ['package', 'rooms', 'why'],
          additionalProperties: false,
          properties: {
            package: { type: 'string' },
            rooms: { type: 'array', items: { type: 'string' } },
            why: { type: 'string' },
          },
        },
      },
    ],
  },
  create(context) {
    const path = pathOf(context);
    const closed = context.options[0].filter(({ rooms }) => !isIn(path, rooms));
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const law = closed.find((one) => source.value === one.package || source.value.startsWith(`${one.package}/`));
      if (!law) return;
      const data = { package: law.package, rooms: law.rooms.join(', ') || 'nobody’s imports', why: law.why };
      context.report({ node: source, messageId: 'outside', data });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
    };
  },
};
