{% macro _declared_learners() %}
    {#- One row per use case and learner to plan, with the learner's parameters and declared search, as a query. Reads
        `use_cases`, `learners` and `choices`. -#}
    select
        use_cases.use_case,
        use_cases.task,
        use_cases.calibration,
        learners.learner,
        coalesce(choices.parameters, learners.parameters) as parameters,
        learners.label_range,
        choices.search,
        learners.serves_task
    from use_cases
    inner join learners on use_cases.task = learners.task
    left join choices
        on use_cases.use_case = choices.use_case and learners.learner = choices.learner
    where
        learners.learner = 'constant'
        or concat(',', replace(use_cases.learners, ' ', ''), ',')
        like concat('%,', learners.learner, ',%')
{% endmacro %}
