const DOORS = {
  '@nestjs/graphql': ['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveProperty', 'ResolveReference'],
  '@nestjs/microservices': ['MessagePattern', 'EventPattern', 'GrpcMethod'],
  '@nestjs/common': ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Options', 'Head', 'All', 'Sse'],
};
const ACCESS = ['@parley/identity', '@parley/identity/doors'];

/**
 * Every way into a service says who may enter, with a decorator of @parley/identity on the method itself.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const doorDeclaresAccess = {
  meta: {
    type: 'problem',
    docs: { description: 'resolvers, message handlers and routes declare who may enter' },
    messages: {
      undeclared: '{{door}} {{method}}: say who may enter, with @SignedIn(), @Public(), … of @parley/identity',
    },
    schema: [],
  },
  create(context) {
    const imported = new Map();
    return {
      ImportDeclaration(node) {
        for (const specifier of node.specifiers) {
          imported.set(specifier.local.name, { from: node.source.value, name: specifier.imported?.name });
        }
      },
      MethodDefinition(node) {
        const door = node.decorators?.find((decorator) => isDoor(imported, decorator));
        if (!door) return;
        if (node.decorators.some((decorator) => ACCESS.includes(imported.get(nameOf(decorator).local)?.from))) return;
        const data = {
          door: `@${context.sourceCode.getText(door.expression)}`,
          method: context.sourceCode.getText(node.key),
        };
        context.report({ node: door, messageId: 'undeclared', data });
      },
    };
  },
};

function isDoor(imported, decorator) {
  const { local, member } = nameOf(decorator);
  const { from, name } = imported.get(local) ?? {};
  return Boolean(DOORS[from]?.includes(member ?? name));
}

/** `Query` for @Query and @Query(…); `graphql` and its member `Query` for @graphql.Query(). */
function nameOf({ expression }) {
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  return callee.type === 'MemberExpression'
    ? { local: callee.object.name, member: callee.property.name }
    : { local: callee.name };
}
