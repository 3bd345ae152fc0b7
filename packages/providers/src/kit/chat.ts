/** A message in plain parts; each system has markup of its own. */
export type ChatMessage = {
  /** The same at every attempt, for systems that drop a repetition. */
  id: string;
  title: string;
  lines: readonly string[];
  /** Where to read more. */
  link: string;
};

/** A place in the system that messages can go to. */
export type ChatDestination = { id: string; name: string };

/**
 * How a message is written into the system's channels, by the provider's own operations: the product uses them with
 * the organization's integration for what it has to say.
 */
export type Chat = {
  list: {
    operation: string;
    input: Record<string, unknown>;
    /** Reads the places out of the operation's output. */
    read: (output: unknown) => ChatDestination[];
  };
  post: {
    operation: string;
    input: (destination: string, message: ChatMessage) => Record<string, unknown>;
    /** True where the system itself drops a message that arrives a second time under the same id. */
    once: boolean;
  };
};
