/** What is offered for reacting, the most wanted first. Screen readers know what each is called. */
export const offeredEmoji = [...'👍❤😂😮😢🎉🙏👀👏🔥✅❌💯🚀🤔👋😊😍😅😎🥳😴😱🤯💡☕🍀⭐👎🙌💪🤝'].map((emoji) =>
  // Hearts and cups are drawn as text unless they are told to be emoji.
  emoji === '❤' ? '❤️' : emoji,
);
