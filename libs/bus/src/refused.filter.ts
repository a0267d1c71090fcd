import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Refused } from '@parley/errors';
import { throwError, type Observable } from 'rxjs';

/** Lets a refusal pass Nest's exception layer unmasked: over the bus as the stream's error, in GraphQL as the field's. */
@Catch(Refused)
export class RefusedFilter implements ExceptionFilter {
  catch(refused: Refused, host: ArgumentsHost): Observable<never> | Refused {
    return host.getType<string>() === 'rpc' ? throwError(() => refused) : refused;
  }
}
