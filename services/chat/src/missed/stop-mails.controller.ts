import { Controller, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { Public } from '@parley/identity';
import { Notifications } from '../notifications/notifications.service.ts';
import { StopLinks } from './stop-links.ts';

/** Ends mails about what was missed, by one POST (RFC 8058): from a mail program, or from the page that the link opens. */
@Controller()
export class StopMailsController {
  constructor(
    private readonly links: StopLinks,
    private readonly notifications: Notifications,
  ) {}

  @Post('stop-mails/:organisation/:user/:signature')
  @HttpCode(204)
  @Public()
  async stop(@Param() place: { organisation: string; user: string; signature: string }): Promise<void> {
    const recipient = this.links.read(place);
    if (!recipient) throw new NotFoundException('This link is not one of ours.');
    await this.notifications.change(recipient, { mailsMissed: false });
  }
}
