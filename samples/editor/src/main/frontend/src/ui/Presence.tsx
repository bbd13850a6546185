import { initials, type Peer } from '../collab/presence';
import { You } from './Account';

const SHOWN = 4;

/** The users in the document: a few avatars, and the number of the others, which opens a list. */
export function Presence({ peers }: { peers: readonly Peer[] }) {
  const rest = peers.length - SHOWN;
  const shown = rest > 1 ? peers.slice(0, SHOWN) : peers;
  return (
    <div className="presence-bar">
      <ul className="presence" data-testid="presence" aria-label={peers.length === 1 ? 'Only you are here' : `${peers.length} people are here`}>
        {shown.map((peer) => (
          <li key={peer.clientId} data-testid="presence-item" data-you={peer.you} data-tooltip={label(peer)}>
            {peer.you ? (
              <You small />
            ) : (
              <>
                <span className="avatar small" style={{ background: peer.color }} aria-hidden="true">
                  {initials(peer.name)}
                </span>
                <span className="sr-only">{label(peer)}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      {rest > 1 && (
        <>
          <button type="button" className="presence-more" popoverTarget="all-people" aria-label={`${rest} more people. Show all`}>
            +{rest}
          </button>
          <div id="all-people" popover="auto" className="popover">
            <h2>{peers.length} people are here</h2>
            <ul>
              {peers.map((peer) => (
                <li key={peer.clientId}>
                  <span className="avatar small" style={{ background: peer.color }} aria-hidden="true">
                    {initials(peer.name)}
                  </span>
                  {label(peer)}
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </div>
  );
}

function label(peer: Peer): string {
  return peer.you ? `${peer.name} (you)` : peer.name;
}
