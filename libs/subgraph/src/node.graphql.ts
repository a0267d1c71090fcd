import { Field, ID, InterfaceType } from '@nestjs/graphql';

@InterfaceType({ description: 'A thing with an id of its own.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, prefixed by its type. It never changes.' })
  id!: string;
}
