{% macro _built_relation(name) %}
    {#- A relation by the name of a declaration, `model_or_seed` or `source.table`, where it stands in the warehouse;
        none for an ephemeral model. For a model that is built after it without reading it, so has no ref() to it. -#}
    {%- set parts = name.split('.') -%}
    {%- set nodes = graph.nodes.values() if parts | length == 1 else graph.sources.values() -%}
    {%- for node in nodes
        if node.name == parts[-1] and node.resource_type in ['model', 'seed', 'snapshot', 'source']
        and (parts | length == 1 or node.source_name == parts[0]) -%}
        {{ return(load_relation(api.Relation.create(
            database=node.database, schema=node.schema, identifier=node.alias or node.identifier
        ))) }}
    {%- endfor -%}
{% endmacro %}
