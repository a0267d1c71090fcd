// Writes the outlines we use from Material Symbols Rounded (Apache-2.0) as TypeScript constants.
// Run by hand when an icon is wanted: node scripts/icons.mjs <unpacked @material-symbols/svg-400>/rounded
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const from = process.argv[2];
const camel = (name) => name.replace(/[_-](\w)/g, (_, letter) => letter.toUpperCase());
const outline = (name) => readFileSync(join(from, `${name}.svg`), 'utf8').match(/ d="([^"]+)"/)[1];
const lists = {
  'src/app/ui/icons.ts': {
    what: 'What the workspace draws',
    names: [
      'home',
      'home-fill',
      'chat_bubble',
      'chat_bubble-fill',
      'group',
      'group-fill',
      'videocam',
      'videocam-fill',
      'settings',
      'close',
      'add',
      'search',
      'arrow_back',
      'refresh',
      'check',
      'cloud_off',
      'error',
      'info',
      'video_call',
      'keyboard_return',
      'link',
      'content_copy',
    ],
  },
  'src/app/features/home/home-icons.ts': {
    what: 'What only home draws',
    names: ['keyboard_arrow_down', 'schedule', 'door_open'],
  },
  'src/app/features/chat/chat-icons.ts': {
    what: 'What only chat draws',
    names: [
      'send',
      'edit_square',
      'arrow_downward',
      'group_add',
      'forum',
      'schedule',
      'reply',
      'edit',
      'delete',
      'add_reaction',
      'more_horiz',
      'person_add',
      'person_remove',
      'logout',
      'notifications',
      'notifications_off',
      'attach_file',
      'description',
      'download',
    ],
  },
  'src/app/features/contacts/contact-icons.ts': {
    what: 'What only People draws',
    names: ['person_add', 'person_remove', 'chat', 'more_vert', 'block'],
  },
  'src/app/features/calls/call-icons.ts': {
    what: 'What only calls draw',
    names: ['call', 'call_end', 'videocam', 'notifications_off', 'person_add'],
  },
  'src/app/features/meetings/meetings-icons.ts': {
    what: 'What only the list of meetings draws',
    names: ['download'],
  },
  'src/app/features/meeting/stage-icons.ts': {
    what: 'What only a meeting draws',
    names: [
      'mic',
      'mic_off',
      'mic-fill',
      'videocam',
      'videocam_off',
      'present_to_all',
      'cancel_presentation',
      'call_end',
      'more_vert',
      'keyboard_arrow_up',
      'keyboard_arrow_down',
      'volume_up',
      'chevron_left',
      'chevron_right',
      'network_check',
      'fullscreen',
      'fullscreen_exit',
      'devices',
      'warning',
      'login',
      'wifi_off',
      'lock',
      'shield_person',
      'person_remove',
      'manage_accounts',
      'hourglass_top',
      'door_open',
      'front_hand',
      'front_hand-fill',
      'add_reaction',
      'thumb_up-fill',
      'sign_language-fill',
      'favorite-fill',
      'sentiment_very_satisfied-fill',
      'sentiment_stressed-fill',
      'celebration-fill',
      'keyboard',
      'radio_button_checked',
      'stop_circle',
    ],
  },
  'src/app/features/meeting/stage/view-icons.ts': {
    what: 'What only choosing one’s view of a meeting draws',
    names: [
      'keep',
      'keep-fill',
      'keep_off',
      'flare',
      'dashboard',
      'grid_view',
      'splitscreen_right',
      'headphones',
      'eco',
      'pip',
      'open_in_full',
      'videocam_off',
    ],
  },
};
for (const [file, { what, names }] of Object.entries(lists)) {
  const lines = names.map((name) => `  ${camel(name)}:\n    '${outline(name)}',`);
  const head = `// Written by scripts/icons.mjs from Material Symbols Rounded (Apache-2.0, Google). Do not edit.\n`;
  const name = file.includes('/ui/') ? 'icons' : camel(file.split('/').pop().replace('.ts', ''));
  writeFileSync(
    file,
    `${head}\n/** ${what}, as outlines in a box of 960 units. */\nexport const ${name} = {\n${lines.join('\n')}\n} as const;\n`,
  );
}
