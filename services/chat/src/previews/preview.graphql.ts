import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    'What a page says of itself. Our server has read it, once, as nobody in particular; nobody’s browser asks that page for anything.',
})
export class LinkPreview {
  @Field({ description: 'The link as it stands in the message.' })
  url!: string;

  @Field({
    description:
      'The name of the host whose page it is, behind all redirections, in ASCII; the rest is only what the page says.',
  })
  host!: string;

  @Field({ description: '1–200 characters of plain text.' })
  title!: string;

  @Field(() => String, { nullable: true, description: '1–400 characters of plain text.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'What it calls its site, 1–80 characters of plain text.' })
  siteName!: string | null;
}

@ObjectType({
  description: 'What a message’s first link leads to is known now, or its author took that away.',
})
export class PreviewChanged {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which message.' })
  messageId!: string;

  @Field(() => LinkPreview, { nullable: true, description: 'What is shown from now on.' })
  preview!: LinkPreview | null;

  @Field({
    description:
      'Whether it is left out: somebody who is told was not in when the message was said. Read your page again if it is on it.',
  })
  isWithheld!: boolean;
}
