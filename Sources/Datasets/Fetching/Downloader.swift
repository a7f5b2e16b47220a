import Files
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Brings one file over the network into a partial file, continuing where an earlier attempt stopped.
struct Downloader: Sendable {
  /// Seconds without a byte after which an attempt is given up.
  var patience: Double = 30

  /// Downloads from the address, appending to the file, and reports the bytes there are after each piece.
  func download(
    _ address: String, to url: URL, size: Int, progress: @escaping @Sendable (Int) -> Void
  ) async throws(DatasetError) {
    guard let source = URL(string: address) else { throw DatasetError(.network, address, "is no address") }
    let file: PartialFile
    do {
      file = try PartialFile(appendingTo: url)
      if file.size > size { try file.restart() }
    } catch {
      throw DatasetError(error)
    }
    guard file.size < size else { return }
    var request = URLRequest(url: source, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: patience)
    // A server that packs the file once more would change its bytes.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if file.size > 0 { request.setValue("bytes=\(file.size)-", forHTTPHeaderField: "Range") }
    try await Transfer(request, address, file, progress).run()
  }
}

/// One request whose answer is written as it arrives.
///
/// A class because URL loading calls back; all callbacks come one after the other, and the state is behind a lock.
private final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    let file: PartialFile
    var failure: DatasetError?
    var continuation: CheckedContinuation<DatasetError?, Never>?
  }

  private let request: URLRequest
  private let address: String
  private let progress: @Sendable (Int) -> Void
  private let state: Mutex<State>

  init(
    _ request: URLRequest, _ address: String, _ file: sending PartialFile, _ progress: @escaping @Sendable (Int) -> Void
  ) {
    self.request = request
    self.address = address
    self.progress = progress
    state = Mutex(State(file: file))
  }

  func run() async throws(DatasetError) {
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
    let task = session.dataTask(with: request)
    defer { session.finishTasksAndInvalidate() }
    let failure = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        task.resume()
      }
    } onCancel: {
      task.cancel()
    }
    if let failure { throw failure }
  }

  /// 206 continues the file, 200 starts it anew, anything else ends the attempt.
  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let code = (response as? HTTPURLResponse)?.statusCode ?? 0
    let goesOn = state.withLock { state in
      switch code {
      case 206: break
      case 200:
        do throws(FileError) { try state.file.restart() } catch { state.failure = DatasetError(error) }
      default: state.failure = DatasetError(.network, address, "the server answers with status \(code)")
      }
      return state.failure == nil
    }
    completionHandler(goesOn ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let size: Int? = state.withLock { state in
      guard state.failure == nil else { return nil }
      do throws(FileError) { try state.file.append(data) } catch {
        state.failure = DatasetError(error)
        return nil
      }
      return state.file.size
    }
    if let size { progress(size) } else { dataTask.cancel() }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let (continuation, failure) = state.withLock { state in
      let unreachable = error.map { DatasetError(.network, address, "cannot be reached: \($0.localizedDescription)") }
      defer { state.continuation = nil }
      return (state.continuation, state.failure ?? unreachable)
    }
    continuation?.resume(returning: failure)
  }
}
