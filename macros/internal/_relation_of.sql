{% macro _relation_of(name) %}
    {#- The relation of one of the package's models by name, for SQL that a team's model asks for: what it needs is
        built when the model that it refers to is. -#}
    {%- set node = graph.nodes['model.assay.' ~ name] -%}
    {{ return(api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias)) }}
{% endmacro %}
