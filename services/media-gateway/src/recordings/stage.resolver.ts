import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Public } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { MeetingType } from '../meetings/meeting.graphql.ts';
import { JoinStageInput, JoinStagePayload } from './stage.graphql.ts';
import { StageDoor } from './stage-door.ts';

/** The graph's door for recorders' stage pages. The credential is what lets in. */
@Resolver()
export class StageResolver {
  constructor(
    private readonly door: StageDoor,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => JoinStagePayload, {
    description: 'Lets the stage page of a recording in. For recorders; they are told their credential with their job.',
  })
  @Public('session')
  joinStage(@Args('input') { code, stageToken }: JoinStageInput): Promise<JoinStagePayload> {
    return settle(async () => {
      const { meeting, identity, token, url } = await this.door.enter(code, stageToken);
      const view: MeetingType = await this.reader.viewOf(meeting, undefined, 'VIEWER');
      return {
        admission: { token, url, meeting: view, participantIdentity: identity, role: 'VIEWER', guestToken: null },
      };
    });
  }
}
