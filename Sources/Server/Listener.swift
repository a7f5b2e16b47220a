import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Listens at an address and carries requests to the service: the one place that knows the HTTP library.
package struct Listener: Sendable {
  private let service: Service
  private let host: String
  private let port: Int

  /// Port 0 takes any that is free.
  package init(_ service: Service, host: String, port: Int) {
    (self.service, self.host, self.port) = (service, host, port)
  }

  /// Whether only this machine can reach an address.
  package static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
  }

  /// Serves until SIGINT or SIGTERM, or until its task is cancelled; `started` is told the port.
  ///
  /// Requests under way are answered before it ends, for a few seconds at most. Throws `ListenError` where nobody can
  /// listen.
  package func run(started: @escaping @Sendable (Int) async -> Void) async throws {
    var logger = Logger(label: "dropout-lab serve") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    // Requests come only when the port is known.
    let gate = GateHolder(Gate(host: host, port: port))
    let application = Application(
      responder: CallbackResponder { (request: Request, _: BasicRequestContext) in await answer(request, gate.gate) },
      server: .http1(configuration: Self.channel),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil,
        availableConnectionsDelegate: .maximum(Limits.connections, logger: logger)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? port
        gate.set(Gate(host: host, port: port))
        await started(port)
      }, logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: Watching(service: service)), .init(service: application)],
      gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(3)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      throw ListenError(host: host, port: port, code: error.errnoCode)
    } catch is SocketAddressError.UnknownHost {
      throw ListenError(host: host, port: port, code: EADDRNOTAVAIL)
    }
  }

  private static let channel = HTTP1Channel.Configuration(
    additionalChannelHandlers: [ConnectionGuard()], idleTimeout: .seconds(Int64(Limits.idle)),
    httpDecoderConfiguration: .init(
      maxHeaderFieldSize: Limits.field, maxHeaderListSize: Limits.head, maxHeaderFieldCount: Limits.fieldCount))

  // MARK: From the library's values to ours and back

  private func answer(_ request: Request, _ gate: Gate) async -> Response {
    let host = request.head.authority.map { [WebRequest.Field("host", $0)] } ?? []
    let asked = WebRequest(
      WebRequest.Method(request.method.rawValue), request.head.path ?? "",
      fields: host + request.headers.map { WebRequest.Field($0.name.canonicalName, $0.value) })
    let answer = await service.respond(to: asked, through: gate)
    var fields = HTTPFields()
    for (name, value) in answer.fields {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    return Response(status: HTTPResponse.Status(code: answer.status), headers: fields, body: body(answer.body))
  }

  private func body(_ body: WebResponse.Body) -> ResponseBody {
    switch body {
    case .bytes(let bytes): bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    case .events(let events):
      ResponseBody { [service] writer in
        try await withGracefulShutdownHandler {
          for await event in events { try await writer.write(ByteBuffer(string: event)) }
          try await writer.finish(nil)
        } onGracefulShutdown: {
          Task { await service.end() }
        }
      }
    }
  }
}

/// Why nobody can listen at an address.
package struct ListenError: Error, Hashable, Sendable, CustomStringConvertible {
  package let host: String
  package let port: Int
  /// The number of the system's error.
  package let code: Int32

  package var isInUse: Bool { code == EADDRINUSE }

  package var description: String {
    let place = "\(Gate.bracketed(host)):\(port)"
    switch code {
    case EADDRINUSE: return "\(place) is in use; choose another port with --port, or --port 0 for any that is free"
    case EACCES: return "\(place): only root may listen at ports below 1024; choose another with --port"
    case EADDRNOTAVAIL: return "\(place): this machine has no such address"
    default: return "\(place): cannot listen: \(String(cString: strerror(code)))"
    }
  }
}

/// The gate, set when the port is known.
private final class GateHolder: Sendable {
  private let held: Mutex<Gate>

  init(_ gate: Gate) { held = Mutex(gate) }

  var gate: Gate { held.withLock { $0 } }
  func set(_ gate: Gate) { held.withLock { $0 = gate } }
}

/// Watches the archive as long as the server runs.
private struct Watching: ServiceLifecycle.Service {
  let service: Service

  func run() async throws {
    await withGracefulShutdownHandler {
      await cancelWhenGracefulShutdown { await service.watch() }
    } onGracefulShutdown: {
      Task { await service.end() }
    }
  }
}
