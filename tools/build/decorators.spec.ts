import 'reflect-metadata';
import { expect, test } from 'vitest';

function Seen(): PropertyDecorator & ParameterDecorator {
  return () => undefined;
}
function Made(): ClassDecorator {
  return () => undefined;
}

class Engine {}

@Made()
class Car {
  @Seen() builtAt!: Date;
  constructor(readonly engine: Engine) {}
}

test('tests see the types that Nest and TypeORM read from decorators', () => {
  expect(Reflect.getMetadata('design:type', Car.prototype, 'builtAt')).toBe(Date);
  expect(Reflect.getMetadata('design:paramtypes', Car)).toEqual([Engine]);
});
