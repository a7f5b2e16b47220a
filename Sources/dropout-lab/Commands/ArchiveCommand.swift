import ArgumentParser

/// What is done with whole archives.
struct ArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "Make a site of the archive, share it, take others in, measure it.",
    subcommands: [
      ArchiveBuildCommand.self, ArchiveExportCommand.self, ArchiveImportCommand.self, ArchiveStatsCommand.self,
    ])
}
