import ArgumentParser

/// Works on the archive as a whole.
struct ArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "Make a site of the archive.", subcommands: [ArchiveBuildCommand.self])
}
