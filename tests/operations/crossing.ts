/** A question that needs all five subgraphs: services, obligations, documents, databases, agencies. */
export const crossing = `
  query Crossing {
    publicServices(first: 1) {
      nodes {
        id
        obligation { id document { id number issuer { name } } leadAgencies { name } }
        requires { id ends { id name owner { id name } } }
      }
    }
  }`;
