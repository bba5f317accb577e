import '@apollo/client';

// The defaults of connect.ts, for the types of what hooks return.
declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery { errorPolicy: 'all' }
      interface Query { errorPolicy: 'all' }
      interface Mutate { errorPolicy: 'all' }
    }
  }
}
