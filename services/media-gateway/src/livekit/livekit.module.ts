import { Global, Module, type DynamicModule } from '@nestjs/common';
import { JoinTokens } from './join-token.ts';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { LiveKit } from './livekit.ts';
import { WebhookReader } from './webhook-reader.ts';

/** The only room that speaks LiveKit's language (`docs/adr`). */
@Global()
@Module({})
export class LiveKitModule {
  static forRoot(options: LiveKitOptions): DynamicModule {
    const providers = [LiveKit, JoinTokens, WebhookReader];
    return {
      module: LiveKitModule,
      providers: [{ provide: LIVEKIT_OPTIONS, useValue: options }, ...providers],
      exports: providers,
    };
  }
}
