import Datasets
import Foundation
import Testing

struct DatasetListingTests {
  @Test
  func `every named data set is listed once with what is there of it`() throws {
    let folder = try TemporaryFolder()
    _ = try smallFiles(side: 28).write(to: folder.url("kmnist"))
    let store = DatasetStore(folders: DatasetFolders(roots: [folder.root], own: folder.root))
    let listings = store.list()
    #expect(listings.map(\.name) == DatasetSource.namedSources.map(\.title))
    #expect(listings.count == 24)
    for listing in listings {
      switch listing.state {
      case .synthesized: #expect(DatasetSource(name: listing.name)?.isSynthetic == true)
      case .found(let path, let bytes):
        #expect(listing.name == "kmnist" && path == folder.url("kmnist").path && bytes > 100)
      case .missing: #expect(listing.name.contains("mnist") && listing.name != "kmnist")
      }
    }
    #expect(DatasetSource(name: "minst") == nil)
  }

  @Test
  func `a verification tells size, classes and digest, and that nothing is pinned`() throws {
    let folder = try TemporaryFolder()
    _ = try smallFiles(side: 28).write(to: folder.url("emnist-mnist"))
    let store = DatasetStore(folders: DatasetFolders(roots: [folder.root], own: folder.root))
    let found = try store.verify(.named(.emnistMNIST), seed: 1)
    #expect(found.name == "emnist-mnist" && found.training == 12 && found.test == 6 && found.classes == 10)
    #expect(found.digest == smallFiles(side: 28).digest && !found.isPinned)
    #expect(throws: DatasetError.self) { try store.verify(.named(.mnist), seed: 1) }
  }

  @Test
  func `a file under the name of a published one that is another is refused`() throws {
    let folder = try TemporaryFolder()
    let files = try smallFiles(side: 28).write(to: folder.url("kmnist"))
    let store = DatasetStore(folders: DatasetFolders(roots: [folder.root], own: folder.root))
    let error = #expect(throws: DatasetError.self) { try store.verify(.named(.kmnist), seed: 1) }
    #expect(error?.kind == .malformed)
    let expected = "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"
    #expect(
      error?.description.hasPrefix("\(files[0].path): is not the published file: its SHA-256 is ") == true
        && error?.description.contains(", expected is \(expected). Move it away") == true,
      "\(error?.description ?? "")")
  }
}
