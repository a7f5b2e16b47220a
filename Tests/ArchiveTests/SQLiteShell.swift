import Foundation
import GRDB

/// Changes a database behind the archive's back.
enum SQLiteShell {
  static func run(_ sql: String, on url: URL) throws {
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
